# Tables of what comes out of rows: as files, as JSON, in ASCII, with the names of classes.
try() { echo "> $*"; $NABLA "$@" 2>&1; }
and='data x1, x2, AND = [0,0,0; 0,1,0; 1,0,0; 1,1,1]; s = 0.5x1 + 0.5x2 - 0.7; y = step(s);'
echo '# a file of the table, read again'
try -e "$and" -e 'predictions s, y; save and.csv'
cat and.csv
try -e 'data from and.csv; row 4; predictions s; data x1, s from and.csv'
try -e "$and" -e 'confusion y; save matrix.CSV'
cat matrix.CSV
try -e 'data from matrix.CSV'
try -e 'save none.csv'
echo '# guarded like other files'
echo 'mine' > mine.csv
try -e "$and" -e 'predictions y;' -e 'save mine.csv'
try -e "$and" -e 'predictions y;' -e 'save ../y.csv'
try -e "$and" -e 'predictions y;' -e 'save and.csv'
cat mine.csv; ls *.csv *.CSV
echo '# all rows of long data; a failed line lists nothing'
try -e 'data x, t from moons(30); y = x; predictions y' | tail -2
try -e 'data x1, x2, t from moons(30); y = x1; predictions y; save long.csv' | tail -1
wc -l < long.csv
try -e 'data from long.csv' | tail -1
echo '# names'
printf 'length,width,species\n5.1,3.5,setosa\n6.4,3.2,versicolor\n4.9,3,setosa\n6.3,3.3,"붓꽃, 셋"\n' > iris.csv
iris='data from iris.csv onehot species; p = softmax([width, length - 2.3, 1.1length - 3]);'
try -e "$iris" -e 'predictions p; confusion p; evaluate p; save p.csv'
try -e 'data from p.csv; list'
try --format json -e "$iris" -e 'predictions p' -e 'confusion p'
printf '키,몸무게,성별\n170,65,남\n160,50,여\n180,80,남\n165,58,여\n' > 사람.csv
try -e 'data from 사람.csv classes 성별; 답 = 1 + sigmoid(19.8 - 0.1*키 - 0.05*몸무게);' \
    -e 'predictions 답; confusion 답; evaluate 답; save 답.csv' -e 'predictions 답 test'
cat 답.csv
try -e 'data from iris.csv classes species; p = softmax([width, length - 2.3, 1.1length - 3]);' \
    -e 'confusion p' -e 'y = 0.5length; predictions y; evaluate y'
echo '# JSON, ASCII'
try --format json -e "$and" -e 'predictions s, y' -e 'confusion y' -e 'evaluate y'
try --ascii -e "$and" -e 'z = sigmoid(s)' -e 'predictions s, y numbers; predictions z; evaluate z; confusion z'
try --ascii -e 'data x, t = [1, 2; 2, 4; 3, 7]; y = 2x; evaluate y; predictions y'
try --format json -e 'data from blobs(60); y = x1; predictions y' | grep -o '"omitted":[^,]*'
