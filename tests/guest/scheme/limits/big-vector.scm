; One primitive call that would need everything is refused before it works.
;options: --allocate 64M --ticks 100000000
;peer: none, limits are ours
(make-vector 1000000000 0)
;exit: 75
;error: bytes allocated
