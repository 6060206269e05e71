#!/bin/sh
# Fetches veraPDF, the reference validator for PDF/A, through Maven and leaves an executable `verapdf` in
# "$HOSO_CACHE/bin" (default ~/.cache/hoso/bin). Needs Java 11+ and mvn. Does nothing when it is there already.
set -eu

version=${VERAPDF_VERSION:-1.28.2}
cache=${HOSO_CACHE:-$HOME/.cache/hoso}
jars=$cache/verapdf-$version
wrapper=$cache/bin/verapdf

if [ -x "$wrapper" ] && [ -d "$jars" ]; then
    echo "$wrapper"
    exit 0
fi
for tool in java mvn; do
    if ! command -v "$tool" >/dev/null 2>&1; then
        echo "veraPDF needs $tool: apt-get install default-jre-headless maven" >&2
        exit 1
    fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cat >"$work/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>hoso</groupId><artifactId>tools</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>org.verapdf.apps</groupId><artifactId>greenfield-apps</artifactId><version>$version</version>
  </dependency></dependencies>
</project>
POM
mvn --batch-mode --quiet --file "$work/pom.xml" dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$work/jars" >&2
mkdir -p "$cache/bin"
rm -rf "$jars"
mv "$work/jars" "$jars"
cat >"$wrapper" <<WRAPPER
#!/bin/sh
exec java -Xmx512m -cp "$jars/*" org.verapdf.apps.GreenfieldCliWrapper "\$@"
WRAPPER
chmod +x "$wrapper"
echo "$wrapper"
