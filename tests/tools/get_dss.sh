#!/bin/sh
# Fetches EU DSS, the European Commission's validator of signatures, through Maven, compiles tests/tools/dss
# against it and leaves an executable `dss-validate` in "$HOSO_CACHE/bin" (default ~/.cache/hoso/bin). Needs a JDK
# of Java 17+ and mvn. Does nothing when what it would make is there already; the pinned version is in dss/pom.xml.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cache=${HOSO_CACHE:-$HOME/.cache/hoso}
mark=$(cat "$here/dss/pom.xml" "$here/dss/src/main/java/hoso/DssValidate.java" | sha256sum | cut -c 1-16)
jars=$cache/dss-$mark
wrapper=$cache/bin/dss-validate

if [ -x "$wrapper" ] && [ -d "$jars" ] && grep -q "$mark" "$wrapper"; then
    echo "$wrapper"
    exit 0
fi
for tool in javac mvn; do
    if ! command -v "$tool" >/dev/null 2>&1; then
        echo "EU DSS needs $tool: apt-get install default-jdk-headless maven" >&2
        exit 1
    fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
mvn --batch-mode --quiet --file "$here/dss/pom.xml" dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$work/jars" >&2
javac --release 17 -encoding UTF-8 -proc:none -cp "$work/jars/*" -d "$work/classes" \
    "$here/dss/src/main/java/hoso/DssValidate.java"
mv "$work/classes" "$work/jars/classes"
mkdir -p "$cache/bin"
rm -rf "$cache"/dss-*
mv "$work/jars" "$jars"
# Runs are short, and tests share the cores: one compiler thread, one collector.
cat >"$wrapper" <<WRAPPER
#!/bin/sh
exec java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true \\
    -cp "$jars/classes:$jars/*" hoso.DssValidate "\$@"
WRAPPER
chmod +x "$wrapper"
echo "$wrapper"
