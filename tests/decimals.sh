#!/bin/sh
# Exact numbers against an independent tool: random expressions are worked out by the program, each as a
# measure of some decimal(N), and by bc as ratios of whole numbers of any length, rounded half to even.
#   sh tests/decimals.sh build/sightline
# DECIMALS=5000 tries more, DECIMALS_SEED=7 others. Both sides are given the same expressions.
set -u
program=${1:-build/sightline}
count=${DECIMALS:-3000}
seed=${DECIMALS_SEED:-20100308}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# Each expression twice: as the language writes it, and in the order in which a stack machine reads it. A
# divisor that is no number is guarded; the machine's division gives 0 for it likewise.
awk -v count="$count" -v seed="$seed" -v sight="$work/case.sight" -v machine="$work/machine.bc" '
    function choose(below) { seed = (seed * 16807) % 2147483647; return int(seed / 8) % below }
    function leaf(   whole, cents) {
        whole = choose(100)
        cents = choose(100)
        if (choose(4) == 0) { steps = steps "x=p(" whole ",1);"; return whole }
        if (choose(5) == 0) { steps = steps "x=p(" whole ",100);"; return whole "%" }
        if (choose(3) == 0) { cents = choose(10); steps = steps "x=p(" whole * 10 + cents ",10);"; return whole "." cents }
        steps = steps "x=p(" whole * 100 + cents ",100);"
        return whole "." substr(100 + cents, 2)
    }
    function build(depth,   op, left, right) {
        if (depth == 0 || choose(6) == 0) return leaf()
        if (choose(8) == 0) { left = build(depth - 1); steps = steps "x=m();"; return "(-" left ")" }
        op = choose(9)
        left = build(depth - 1)
        right = build(depth - 1)
        steps = steps "x=" substr("aassttqfr", op + 1, 1) "();"
        if (op <= 1) return "(" left " + " right ")"
        if (op <= 3) return "(" left " - " right ")"
        if (op <= 5) return "(" left " * " right ")"
        return "(if " right " = 0 then 0 else " left " " (op == 6 ? "/" : op == 7 ? "div" : "mod") " " right ")"
    }
    BEGIN {
        print "kind point \"Point\"" > sight
        for (i = 0; i < count; i++) {
            steps = ""
            digits = choose(3) ? choose(7) : choose(19)
            expression = build(3)
            printf "measure m%d() is decimal(%d) = %s\n", i, digits, expression > sight
            printf "%so(%d)\n", steps, digits > machine
        }
        printf "check shows \"Shows all\" {\n  for each point p\n  note at p \"" > sight
        for (i = 0; i < count; i++) printf "{m%d()} ", i > sight
        printf "\"\n}\npoint here \"Here\"\n" > sight
    }'

# n[] over d[] is the stack; d is always above 0. Nothing is shortened: the numbers just grow.
cat > "$work/rules.bc" <<'BC'
scale=0
define p(a,b){n[z]=a;d[z]=b;z=z+1;return 0}
define m(){n[z-1]=-n[z-1];return 0}
define a(){z=z-1;n[z-1]=n[z-1]*d[z]+n[z]*d[z-1];d[z-1]=d[z-1]*d[z];return 0}
define s(){n[z-1]=-n[z-1];x=a();return 0}
define t(){z=z-1;n[z-1]=n[z-1]*n[z];d[z-1]=d[z-1]*d[z];return 0}
define l(a,b){auto q;q=a/b;if(q*b>a){q=q-1};return q}
define q(){
  auto u
  z=z-1
  if(n[z]==0){n[z-1]=0;d[z-1]=1;return 0}
  u=n[z-1]*d[z];d[z-1]=d[z-1]*n[z];n[z-1]=u
  if(d[z-1]<0){n[z-1]=-n[z-1];d[z-1]=-d[z-1]}
  return 0
}
define f(){x=q();n[z-1]=l(n[z-1],d[z-1]);d[z-1]=1;return 0}
define r(){
  auto u,v,w,y
  u=n[z-2];v=d[z-2];w=n[z-1];y=d[z-1]
  if(w==0){z=z-1;n[z-1]=0;d[z-1]=1;return 0}
  x=f()
  n[z-1]=u*y-w*v*n[z-1];d[z-1]=v*y
  return 0
}
define o(k){
  auto u,q,e
  z=z-1
  u=n[z]*10^k;q=l(u,d[z]);e=2*(u-q*d[z])
  if(e>d[z]){q=q+1}
  if(e==d[z]){if(q%2!=0){q=q+1}}
  return q
}
BC
BC_LINE_LENGTH=0 bc -q "$work/rules.bc" "$work/machine.bc" < /dev/null > "$work/wanted"
timeout 20 "$program" check --format json "$work/case.sight" > "$work/json" 2> "$work/err"

# The digits of each value without its point: 0.150 is 150.
sed -n 's/.*"code":"case.shows".*"message":"\([^"]*\)".*/\1/p' "$work/json" | tr ' ' '\n' | grep . |
    sed 's/\.//; s/^\(-\{0,1\}\)0*\([0-9]\)/\1\2/' > "$work/found"
# At the same line of both files stands the same expression.
grep '^measure' "$work/case.sight" | paste -d '\t' "$work/found" "$work/wanted" - |
    awk -F '\t' -v count="$count" '
        $1 == $2 && $1 ~ /^-?[0-9]+$/ { passed++; next }
        ++failed <= 10 { print "decimals: " $3 ": found " $1 ", wanted " $2 }
        END {
            if (NR != count) { failed += 1; print "decimals: " NR " of " count " were compared" }
            printf "%d passed, %d failed\n", passed, failed
            exit failed > 0
        }' || { head -n 5 "$work/err"; exit 1; }
