(import (scheme base) (no such library))
;error: (no such library)
