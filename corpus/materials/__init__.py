"""The shipped documents, their source texts and the scripts that build them."""
