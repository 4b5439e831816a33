"""This package holds what a person or a schedule may ask for, one module per request."""
