# Files as they come from spreadsheets, archives and other countries: what is guessed is said, and
# what could be two things is asked for.
say() { printf '%b' "$2" > "$1"; }
try() { echo "> $1"; $NABLA -e "$1" 2>&1; }

echo '--- separators'
say housing.data ' 0.00632  18.00   2.310  0  24.00\n 0.02731   0.00   7.070  0  21.60\n'
try 'data x[1..4], t from housing.data; row 2'
say wine.csv '"fixed acidity";"pH";"quality"\n7.4;3.51;5\n7.8;3.2;5\n'
try 'data x[1..2], t from wine.csv; row 2'
say pipes.csv 'h1|h2|h3\n1|2|3\n'
try 'data from pipes.csv'
say head.csv 'temp;mean,t\n1,2\n3,4\n'
try 'data a, b from head.csv; row 2'
say sep.csv 'sep=;\r\nx;t\r\n1;2\r\n3;4\r\n'
try 'data from sep.csv; row 2; list'
say colons.csv 'x:t\n1:2\n3:4\n'
try 'data x from colons.csv'
try 'data from colons.csv separator ":"; list'
say uneven.csv '1 2\n3 4 \n5;6\n'
try 'data x from uneven.csv'
say both.csv '5,1;a\n4,9;b\n'
try 'data x, t from both.csv onehot t'
try 'data x from both.csv separator ","'
try 'data x, t from pipes.csv separator "||"'
try 'data x, t from pipes.csv separator ;'

echo '--- around the table'
say preamble.csv '# -------\n# 20200101\n\nwidth,views\n1920,3505\n# half a day\n1440,1341\n'
try 'data from preamble.csv; row 2'
say saved.txt '# x t\n1.5 2\n2.5 3\n'
try 'data from saved.txt; row 2'
say title.csv 'Table 3: heights,,\nx,y,t\n1,2,3\n'
try 'data from title.csv'
say trailing.csv 'x,t,,\n1,2,,\n,,,\n3,4,,\n,,,\n,,,\n'
try 'data from trailing.csv; row 2'
say index.csv 'x,t\n1,5,6\n2,7,8\n'
try 'data from index.csv; row 2'
say longer.csv 'x,t\n1,5,6\n4,7,8\n'
try 'data from longer.csv'
say cars.txt 'mpg\tcyl\nMazda RX4\t21\t6\nDatsun 710\t22.8\t4\n'
try 'peek cars.txt'
say population.txt '자치구\t인구\t인구\n자치구\t남자\t여자\n종로구\t78,271\t83,598\n중구\t66,193\t69,128\n'
try 'peek population.txt'
try 'data from population.txt onehot 자치구; row 2'
try 'data from population.txt onehot 자치구 decimal "."; row 2'
say votes.data 'republican,n,y\ndemocrat,y,?\nrepublican,n,y\ndemocrat,y,n\n'
try 'data x[1..2], t from votes.data'
try 'data t, x1, x2 from votes.data onehot t, x1, x2 missing skip; list'

echo '--- numbers'
say comma.csv 'x;t\n3,14;2,5\n-1;0,5\n'
try 'data from comma.csv'
say german.csv 'x;t\n1.234,5;2\n2.345;3\n'
try 'data from german.csv; row 2'
say two.csv 'x;t\n1,234;5\n2,345;6\n'
try 'data from two.csv'
try 'data from two.csv decimal ","; list'
try 'data from two.csv decimal "."; list'
say dots.csv 'x;t\n1.234;5\n2.345;6\n'
try 'data from dots.csv; row 1'
try 'data from dots.csv decimal ","; row 1'
say alone.csv 'x\n3,14\n2,5\n'
try 'data from alone.csv'
try 'data from alone.csv decimal ","; list'
say mixed.csv 'x;t\n1,5;2.5\n'
try 'data from mixed.csv'
say pairs.csv '1,2 3,4\n5,6 7,8\n'
try 'data x, t from pairs.csv'
try 'data x, t from pairs.csv separator " "'
try 'data x, t from pairs.csv separator " " decimal ","; list'
try 'data x, t from pairs.csv decimal x'
say blanks.csv 'x\0302\0240,t\n3\0302\0240,\0343\0200\02001\n\0342\0210\02223,"1\0342\0200\0257234"\n'
try 'data from blanks.csv; row 2'

echo '--- encodings'
korean='전국 시도별 인구,,,\n시도,인구,세대,\n1,"9,411,260"," 4,446,296 ",\n2,"3,321,276","1,555,401",\n,,,\n'
say utf8.csv "$korean"
iconv -f UTF-8 -t CP949 utf8.csv > population.csv
try 'data from population.csv; row 2; list'
try 'data from population.csv encoding euc-kr; list'
printf '키\t몸무게\r\n180\t70\r\n' > u.txt
for to in UTF-16 UTF-16LE UTF-16BE; do iconv -f UTF-8 -t $to u.txt > wide.txt; try 'data from wide.txt'; done
printf 'température (°C);été\n1,5;2\n' | iconv -f UTF-8 -t LATIN1 > latin.csv
try 'data x, t from latin.csv'
try 'data x, t from latin.csv encoding latin1; list'
try 'data x, t from latin.csv encoding cp949'
printf 'x,이름\n1,김\n2,\377\n' > damaged.csv
try 'data x from damaged.csv'
try 'data x from latin.csv encoding cp94'
try 'data x from latin.csv encoding klingon'
try 'data x from latin.csv encoding'
try 'peek population.csv'
try 'peek two.csv'
try 'peek two.csv decimal "."'
try 'peek latin.csv encoding latin1'
say ascii.csv 'x,t\n1,2\n'
for name in cp949 EUC-KR uhc ms949 949 KS_C_5601-1987 latin1 ISO-8859-1 windows-1252 ansi latin2 \
    iso-8859-2 iso-8859-15 latin9 cp1250 windows-1250 cp1251 windows-1251 koi8-r shift_jis cp932 \
    sjis euc-jp gb18030 gbk gb2312 cp936 big5 macroman johab utf8 ascii; do
    $NABLA -e "data from ascii.csv encoding $name;" 2>&1
done
$NABLA --format json -e 'data from population.csv' -e 'data from two.csv' 2>&1
