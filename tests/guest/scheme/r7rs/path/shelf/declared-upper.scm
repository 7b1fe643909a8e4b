;library
(DEFINE (SHOUTED) (LIST 'Loud "Loud"))
