"""What is done to an outbox while it is used: a file for each kind, and each is a function of the scene."""
