"""The classifier over what is stored: learnt from list, topic and decisions, its word written beside each paper."""
