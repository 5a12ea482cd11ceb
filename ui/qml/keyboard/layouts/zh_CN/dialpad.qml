import "../../keys"

PadKeys { extra: "-+" }
