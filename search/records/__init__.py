"""This package keeps what must not be lost and is no ad: seen-set, ledger, chain, links, what people did."""
