# A name that is nearly there is suggested.
class Thing:
    def __init__(self):
        self.colour = 1


counter = 5
for wrong in (lambda: Thing().color, lambda: count, lambda: prnt(1)):
    try:
        wrong()
    except (NameError, AttributeError) as e:
        print(e)
print(Thing().colur)
# error: AttributeError: 'Thing' object has no attribute 'colur'. Did you mean: 'colour'?
# exit: 1
# expect: 'Thing' object has no attribute 'color'
# expect: name 'count' is not defined
# expect: name 'prnt' is not defined
