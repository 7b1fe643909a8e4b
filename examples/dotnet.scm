;;; A tour of .NET from Scheme: ./ouro examples/dotnet.scm. docs/dotnet.md has the details.

(import (scheme base) (scheme write) (ouro dotnet))

(define (show . parts) (for-each display parts) (newline))

;; Types have the names of C#. On a type `invoke` and `property` mean static members.
(define math (dotnet-type "System.Math"))
(show (invoke math 'Max 27 3) " " (property math 'PI))   ;=> 27 3.141592653589793

;; Objects, properties, indexers.
(define words (new (dotnet-type "System.Collections.Generic.Dictionary<string, int>")))
(for-each (lambda (word)
            ;; An out parameter is a second value.
            (call-with-values (lambda () (invoke words 'TryGetValue word))
              (lambda (found? count) (set-item! words word (+ count 1)))))
  '("to" "be" "or" "not" "to" "be"))
(show (item words "be") " of " (property words 'Count))   ;=> 2 of 4

;; Procedures are delegates, lists are enumerables.
(define linq (dotnet-type "System.Linq.Enumerable"))
(define (long? word) (> (string-length word) 2))
(show (enumerable->list (invoke linq 'Where (property words 'Keys) long?)))   ;=> (not)
(define numbers (new (dotnet-type "System.Collections.Generic.List<int>") '(3 1 2)))
(invoke numbers 'Sort (lambda (a b) (- b a)))
(enumerable-for-each (lambda (number) (display number) (display ";")) numbers)
(newline)   ;=> 3;2;1;

;; Events.
(define watched (new (dotnet-type "System.Collections.ObjectModel.ObservableCollection<string>")))
(add-handler! watched 'CollectionChanged
  (lambda (sender change) (show (enum->symbol (property change 'Action)) " " (enumerable->list (property change 'NewItems)))))
(invoke watched 'Add "first")   ;=> Add (first)

;; Tasks: the procedure runs in this machine while it waits.
(define task (dotnet-type "System.Threading.Tasks.Task"))
(show (await (invoke task 'Run (lambda () (* 6 7)))))   ;=> 42

;; Exceptions are conditions, and conditions go through .NET.
(show (guard (problem ((dotnet-error? problem) (dotnet-error-type problem)))
        (invoke (dotnet-type "int") 'Parse "seven")))   ;=> System.FormatException
(show (guard (problem (#t problem))
        (invoke numbers 'ForEach (lambda (number) (raise (list 'met number))))))   ;=> (met 3)
