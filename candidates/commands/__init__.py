"""The commands of `covenue`, a module each; `candidates.cli` loads the one that is called."""
