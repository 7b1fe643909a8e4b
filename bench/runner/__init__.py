"""The benchmark runner: peers, measurement, reports and the plot. `bench/run` starts it."""
