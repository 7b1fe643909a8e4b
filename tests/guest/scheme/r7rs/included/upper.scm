;library
(DEFINE FROM-UPPER 'Quoted)
(DEFINE TEXT "Stays")
