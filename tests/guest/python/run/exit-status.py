# sys.exit ends the program with a status, after finally; sys.argv.
# args: one "two words"
import sys
print(sys.argv[1:])
try:
    sys.exit(7)
finally:
    print("finally")
# exit: 7
# expect: ['one', 'two words']
# expect: finally
