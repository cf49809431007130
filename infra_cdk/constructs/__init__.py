"""The parts that stacks are composed of; every default of the deployment is set here."""
