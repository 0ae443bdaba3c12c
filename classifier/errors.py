"""The errors of this room. Each message is one or two plain sentences with the next step. Imports nothing."""


class ClassifierError(Exception):
    """Base of what the classifier cannot do: a topic file, a model or a labels file that cannot be used."""
