"""This package holds a small classifieds board with ads written for the project: demo, tests and benchmarks crawl it."""
