;;; What the front half of the compiler asks of its host, in one place.
;;;
;;;   (make-source-map)                            a map from pairs to spans
;;;   (read-source text file map)                  list of all data in text; a read error has a span
;;;   (source-map-form map pair)                   span of the list that starts at the pair, or #f
;;;   (source-map-element map pair)                span of the element in the pair's car, or #f
;;;   (source-map-set-form! map pair span)
;;;   (source-map-set-element! map pair span)
;;;   (span-file span) (span-line span) (span-column span)
;;;   (span-expanded-from span name)               the span of what the macro makes of the text at the span
;;;   (raise-syntax-error message span irritant ...)
;;;   (primitive-info name)                        #f, or #(minimum maximum foldable? effects); maximum -1: any
;;;   (primitive-names)                            list of all names in the catalogue; asked for only in error messages
;;;   (opcode-info name)                           the kinds of an opcode's operands, or #f; asked for only in error messages
;;;   (find-library-file name directories)         name: list of symbols and integers; directories: list of strings.
;;;                                                (file . text) of the first of DIR/a/b.sld, DIR/a/b.scm that exists, or #f
;;;   (read-include-file name from fold-case?)     name: string, relative to the file `from` (string or #f).
;;;                                                (file . text), or a string that says why it cannot be read; with fold-case?
;;;                                                the text is to be read as after #!fold-case
;;;   (library-name->module name)                  symbol: the parts of a library's name with blanks between
;;;   (features)                                   list of symbols, for cond-expand

(define-library (ouro compiler host)
  (import (only (ouro primitives)
            make-source-map read-source source-map-form source-map-element source-map-set-form! source-map-set-element!
            span-file span-line span-column span-expanded-from raise-syntax-error primitive-info primitive-names opcode-info
            find-library-file read-include-file library-name->module features))
  (export make-source-map read-source source-map-form source-map-element source-map-set-form! source-map-set-element!
    span-file span-line span-column span-expanded-from raise-syntax-error primitive-info primitive-names opcode-info
    find-library-file read-include-file library-name->module features))
