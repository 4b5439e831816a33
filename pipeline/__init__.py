"""This package is how Nigah runs: bus, stages, worker, jobs, command line. It holds no judgement and no HTML."""
