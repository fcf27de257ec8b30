"""What measures speed and quality: `make bench` runs all of it and rewrites docs/performance.md and docs/quality.md."""
