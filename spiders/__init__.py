"""What the venues publish, as Paper records. Imports neither the classifier nor the candidates."""
