namespace Ouro.Scheme.Tests.Library;

public class ListTests(LibraryEvaluator evaluator) : IClassFixture<LibraryEvaluator>
{
    [Theory]
    [InlineData("(list? '(1 2))", "#t")]
    [InlineData("(list? '(1 . 2))", "#f")]
    [InlineData("(let ((l (list 1 2 3))) (set-cdr! (cddr l) l) (list? l))", "#f")]
    [InlineData("(let ((l (list 1))) (set-cdr! l l) (list? l))", "#f")]
    [InlineData("(length '())", "0")]
    [InlineData("(length (make-list 5000 'x))", "5000")]
    [InlineData("(length '(1 2 . 3))", "error: length: argument 1 must be a list, got (1 2 . 3)")]
    [InlineData("(append)", "()")]
    [InlineData("(append '(1) '(2 3) '() '(4 . 5))", "(1 2 3 4 . 5)")]
    [InlineData("(append '() 5)", "5")]
    [InlineData("(append '(1 . 2) '(3))", "error: append: argument 1 must be a list, got (1 . 2)")]
    [InlineData("(let ((tail (list 3))) (eq? tail (cddr (append '(1 2) tail))))", "#t")]
    [InlineData("(append-reverse '(3 2 1) '(4))", "(1 2 3 4)")]
    [InlineData("(reverse '(1 2 3))", "(3 2 1)")]
    [InlineData("(cons* 1 2 '(3))", "(1 2 3)")]
    [InlineData("(cons* 1)", "1")]
    [InlineData("(list-tail '(1 2 3) 2)", "(3)")]
    [InlineData("(list-tail '(1 2 3) 4)", "error: list-tail: argument 2 must be at most 3, the length of the list, got 4")]
    [InlineData("(list-head '(1 2 3) 2)", "(1 2)")]
    [InlineData("(list-head '(1 2 3) 4)", "error: list-head: argument 2 must be at most 3, the length of the list, got 4")]
    [InlineData("(list-ref '(a b c) 2)", "c")]
    [InlineData("(list-ref '(a b c) 3)", "error: list-ref: argument 2 must be below 3, the length of the list, got 3")]
    [InlineData("(list-ref '(a b c) -1)", "error: list-ref: argument 2 must be an index, 0 or more, got -1")]
    [InlineData("(let ((l (list 1 2 3))) (list-set! l 1 'x) l)", "(1 x 3)")]
    [InlineData("(list-copy '(1 2 . 3))", "(1 2 . 3)")]
    [InlineData("(last-pair '(1 2 . 3))", "(2 . 3)")]
    [InlineData("(memq 'c '(a b c d))", "(c d)")]
    [InlineData("(memq 'x '(a b))", "#f")]
    [InlineData("(memq 'x '(a . b))", "error: memq: argument 2 must be a list, got (a . b)")]
    [InlineData("(memv 1.5 '(1 1.5 2))", "(1.5 2)")]
    [InlineData("(member '(b) '(a (b) c))", "((b) c)")]
    [InlineData("(member 2.0 '(1 2 3) =)", "(2 3)")]
    [InlineData("(assq 'b '((a 1) (b 2)))", "(b 2)")]
    [InlineData("(assq 'b '((a 1) b))", "error: assq: argument 2 must be a list of pairs, got ((a 1) b)")]
    [InlineData("(assv 2 '((1 one) (2 two)))", "(2 two)")]
    [InlineData("(assoc \"b\" '((\"a\" . 1) (\"b\" . 2)))", "(\"b\" . 2)")]
    [InlineData("(assoc 2.0 '((1 one) (2 two)) =)", "(2 two)")]
    [InlineData("(cadddr '(1 2 3 4))", "4")]
    [InlineData("(cdadar '((1 (2 . 3))))", "3")]
    [InlineData("(caar '(1))", "error: caar: a part of argument 1 must be a pair, got 1")]
    public void Primitives(string expression, string expected) => Assert.Equal(expected, evaluator.Evaluate(expression));

    [Theory]
    [InlineData("(map + '(1 2 3) '(10 20))", "(11 22)")]
    [InlineData("(map car '((1) (2)))", "(1 2)")]
    [InlineData("(map car 5)", "error: map: argument 2 must be a list, got 5")]
    [InlineData("(let ((n 0)) (for-each (lambda (x y) (set! n (+ n (* x y)))) '(1 2) '(3 4)) n)", "11")]
    [InlineData("(for-each car '((1) . 2))", "error: for-each: argument 2 must be a list, got ((1) . 2)")]
    [InlineData("(append-map list '(1 2) '(3 4))", "(1 3 2 4)")]
    [InlineData("(filter-map (lambda (x) (and (even? x) (* x x))) '(1 2 3 4))", "(4 16)")]
    [InlineData("(filter odd? '(1 2 3))", "(1 3)")]
    [InlineData("(remove odd? '(1 2 3))", "(2)")]
    [InlineData("(call-with-values (lambda () (partition odd? '(1 2 3))) list)", "((1 3) (2))")]
    [InlineData("(fold-left list '() '(1 2 3))", "(((() 1) 2) 3)")]
    [InlineData("(fold-left + 0 '(1 2) '(10 20))", "33")]
    [InlineData("(fold-right list '() '(1 2 3))", "(1 (2 (3 ())))")]
    [InlineData("(fold-right list 0 '(1 2 3) '(4 5 6))", "(1 4 (2 5 (3 6 0)))")]
    [InlineData("(fold cons '() '(1 2 3))", "(3 2 1)")]
    [InlineData("(fold cons* '() '(a b c) '(1 2 3))", "(c 3 b 2 a 1)")]
    [InlineData("(reduce - 0 '(1 2 3 4))", "2")]
    [InlineData("(reduce + 0 '())", "0")]
    [InlineData("(find even? '(1 2 3))", "2")]
    [InlineData("(find-tail even? '(1 2 3))", "(2 3)")]
    [InlineData("(list-index even? '(1 3 4))", "2")]
    [InlineData("(list-index = '(1 2) '(3 2))", "1")]
    [InlineData("(any odd? '())", "#f")]
    [InlineData("(any + '(1) '(2))", "3")]
    [InlineData("(every odd? '())", "#t")]
    [InlineData("(every + '(1 2) '(3 4))", "6")]
    [InlineData("(count < '(1 5) '(2 3))", "1")]
    [InlineData("(delete 2 '(1 2 3 2))", "(1 3)")]
    [InlineData("(delete-duplicates '(1 \"a\" 2 \"a\" 1))", "(1 \"a\" 2)")]
    [InlineData("(delete-duplicates '(1 -1 2) (lambda (a b) (= (abs a) (abs b))))", "(1 2)")]
    [InlineData("(delete-duplicates '(b a b) eq?)", "(b a)")]
    [InlineData("(take-while odd? '(1 3 4 5))", "(1 3)")]
    [InlineData("(drop-while odd? '(1 3 4 5))", "(4 5)")]
    [InlineData("(last '(1 2 3))", "3")]
    [InlineData("(iota 3)", "(0 1 2)")]
    [InlineData("(iota 3 1 -2)", "(1 -1 -3)")]
    [InlineData("(iota 0)", "()")]
    [InlineData("(length (map (lambda (x) x) (iota 100000)))", "100000")]
    public void Procedures(string expression, string expected) => Assert.Equal(expected, evaluator.Evaluate(expression));

    [Theory]
    [InlineData("(sort '(3 1 2) <)", "(1 2 3)")]
    [InlineData("(sort '() <)", "()")]
    [InlineData("(sort (vector 3 1 2) >)", "#(3 2 1)")]
    [InlineData("(sort (vector) >)", "#()")]
    [InlineData("(sort 5 <)", "error: sort: argument 1 must be a list or a vector, got 5")]
    [InlineData("(list-sort < '(2 1))", "(1 2)")]
    [InlineData("(vector-sort < (vector 5 4 3 2 1) 1 4)", "#(2 3 4)")]
    [InlineData("(let ((v (vector 5 4 3 2 1))) (vector-sort! < v 1 4) v)", "#(5 2 3 4 1)")]
    [InlineData("(let ((v (vector 3 1 2))) (sort! v <) v)", "#(1 2 3)")]
    [InlineData("(sorted? '(1 1 2) <)", "#t")]
    [InlineData("(sorted? (vector 2 1) <)", "#f")]
    public void Sorting(string expression, string expected) => Assert.Equal(expected, evaluator.Evaluate(expression));

    [Fact]
    public void CircularListsAreFound()
    {
        foreach (string operation in (string[])["length", "reverse", "list->vector", "list-copy", "list->string"])
        {
            string result = evaluator.Evaluate($"(let ((l (list 1 2))) (set-cdr! (cdr l) l) ({operation} l))");
            Assert.StartsWith($"error: {operation}: argument 1 must be a list", result);
        }
    }

    /// <summary>Random lists of every small length, with many equal keys: the model is LINQ's stable sort.</summary>
    [Fact]
    public void SortIsStableAndComplete()
    {
        var random = new Random(1);
        for (int length = 0; length < 60; length++)
        {
            var items = Enumerable.Range(0, length).Select(i => (Key: random.Next(8), Place: i)).ToList();
            string data = string.Join(' ', items.Select(item => $"({item.Key} . {item.Place})"));
            string expected = "(" + string.Join(' ', items.OrderBy(item => item.Key).Select(item => $"({item.Key} . {item.Place})")) + ")";
            Assert.Equal(expected, evaluator.Evaluate($"(sort '({data}) (lambda (a b) (< (car a) (car b))))"));
        }
    }
}
