"""What the status routes give."""

from typing import Literal

from pydantic import BaseModel

State = Literal["healthy", "unhealthy"]


class Health(BaseModel):
    """`bootstrapped` is false until the first organization exists; null while nobody knows."""

    status: State
    components: dict[str, State]
    bootstrapped: bool | None
    version: str
