"""What things are: the vocabulary of the project as types. Standard library only; does nothing."""
