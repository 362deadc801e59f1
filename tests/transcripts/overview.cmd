# The overview of help. The names of operators are left out: a new row of theirs changes no line
# here, and tests/unit/test_help.c looks for each.
$NABLA -e help | sed '/^  Operators and functions$/q'
$NABLA -e 'help operators' | grep '^    [a-z]' | cut -c 5-18 | sed 's/ *$//'
