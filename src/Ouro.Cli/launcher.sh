#!/bin/sh
# Starts the tool. The host's collector reads the least size of its youngest generation (hexadecimal; 16 MB) from the environment only,
# and what it chooses by itself on a machine that does not tell its cache costs programs that allocate a fifth of their time: docs/memory.md.
# The tool takes the variable out of its own environment again, which it knows by the zeros.
self=$0
if [ -L "$self" ]; then self=$(readlink -f "$self"); fi
: "${DOTNET_GCgen0size:=0001000000}"
export DOTNET_GCgen0size
exec "${self%/*}/ouro-host" "$@"
