"""This package is where ads go and who reads them: index, records, vault, console, digest."""
