; A power whose result would fill the memory is refused before it is computed.
;options: --allocate 64M --ticks 100000000
;peer: none, limits are ours
(expt 7 10000000000)
;error: too large
