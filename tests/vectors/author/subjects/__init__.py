"""One file a subject; each has CASES, and NOTES that say what its flags mean."""
