"""The operational side: work queue, appeal clocks, letters, resubmissions and audit. Nothing is in it yet."""
