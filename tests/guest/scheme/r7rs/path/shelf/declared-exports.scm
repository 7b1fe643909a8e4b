;library
(export kind shouted)
(import (only (scheme write) write))
