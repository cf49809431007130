"""Runs one schedule by its seed: `python -m tests.simulation <seed>`."""

import sys

from tests.simulation.schedule import Schedule
from tests.simulation.world import World

Schedule(World(int(sys.argv[1]))).run()
