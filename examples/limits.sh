#!/usr/bin/env bash
# What happens to programs that want too much:  examples/limits.sh
# Each is stopped with a message and exit status 75; none can take the process down.
ouro=${OURO_TOOL:-$(dirname "${BASH_SOURCE[0]}")/../ouro}
"$ouro" --version > /dev/null           # builds it, the first time

try() {
  echo "$ ouro $*"
  "$ouro" "$@" 2>&1 | head -n 1
  echo "  exit status ${PIPESTATUS[0]}"
}

# An endless loop, stopped after exactly a million ticks; and it is the same million on every run and every computer.
try --ticks 1000000 -e '(let loop () (loop))'
#=> $ ouro --ticks 1000000 -e (let loop () (loop))
#=> -e:1:14: stopped: the limit of 1000000 ticks is reached
#=>   exit status 75

# The same by the clock.
try --time 0.2 -e '(let loop () (loop))'
#=> $ ouro --time 0.2 -e (let loop () (loop))
#=> -e:1:14: stopped: the time limit of 0.2 s is reached
#=>   exit status 75

# A recursion without an end fills memory, not the host's stack.
try --memory 64M -e '(let loop ((n 0)) (+ 1 (loop n)))'
#=> $ ouro --memory 64M -e (let loop ((n 0)) (+ 1 (loop n)))
#=> -e:1:24: stopped: the memory limit of 67108864 bytes is reached
#=>   exit status 75

# One big request is refused before it is made.
try --allocate 1M -e '(make-vector 100000000 0)'
#=> $ ouro --allocate 1M -e (make-vector 100000000 0)
#=> -e:1:1: stopped: the limit of 1048576 bytes allocated is reached
#=>   exit status 75

# So is one long computation: primitives charge ticks for the work that they are about to do.
try --ticks 1000 -e '(exact-integer-sqrt (expt 7 1000000))'
#=> $ ouro --ticks 1000 -e (exact-integer-sqrt (expt 7 1000000))
#=> -e:1:21: stopped: the limit of 1000 ticks is reached
#=>   exit status 75

# A program cannot catch its limits.
try --ticks 1000000 -e '(guard (e (#t "caught")) (let loop () (loop)))'
#=> $ ouro --ticks 1000000 -e (guard (e (#t "caught")) (let loop () (loop)))
#=> -e:1:39: stopped: the limit of 1000000 ticks is reached
#=>   exit status 75

# Without a limit of its own it may use three quarters of the computer's memory: deep recursion is not an error.
try -e '(let loop ((n 1000000)) (if (= n 0) 0 (+ 1 (loop (- n 1)))))'
#=> $ ouro -e (let loop ((n 1000000)) (if (= n 0) 0 (+ 1 (loop (- n 1)))))
#=> 1000000
#=>   exit status 0
