import "../../keys"

PadKeys { extra: "-." }
