"""The AWS deployment: stacks compose constructs, `functions/` says what each function may do."""

import os

# jsii greets each process on Node 20 with a banner about its end of life, and runs all the same.
os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20")
