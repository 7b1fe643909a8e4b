(import (only (scheme base) car no-such-name))
;error: no-such-name
