"""Values, errors, the store and the catalogue. Imports nothing else of ours."""
