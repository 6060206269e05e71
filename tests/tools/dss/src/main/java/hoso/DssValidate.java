package hoso;

import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.jaxb.object.Message;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.simplereport.jaxb.XmlTimestamp;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CertificateVerifier;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks EU DSS about many files in one run, since starting the machine costs seconds.
 *
 * <p>{@code dss-validate ROOTS_DIR [--at ISO-TIME] FILE...} trusts the certificates of ROOTS_DIR and nothing
 * else, fetches nothing, and prints one line of JSON per file under the standard's own policy.
 */
public final class DssValidate {
    private DssValidate() {}

    public static void main(String[] arguments) {
        var rest = new ArrayList<>(List.of(arguments));
        if (rest.size() < 2) {
            System.err.println("dss-validate ROOTS_DIR [--at ISO-TIME] FILE...");
            System.exit(2);
        }
        var verifier = offlineVerifier(new File(rest.remove(0)));
        Date at = null;
        if (rest.get(0).equals("--at")) {
            at = Date.from(Instant.parse(rest.get(1)));
            rest.subList(0, 2).clear();
        }
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String path : rest) {
            out.println(json(opinion(path, verifier, at)));
        }
    }

    private static CertificateVerifier offlineVerifier(File roots) {
        var trusted = new CommonTrustedCertificateSource();
        File[] files = roots.listFiles(File::isFile);
        Arrays.sort(files);
        for (File file : files) {
            trusted.addCertificate(DSSUtils.loadCertificate(file));
        }
        var verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(trusted);
        verifier.setAIASource(null);
        verifier.setOcspSource(null);
        verifier.setCrlSource(null);
        return verifier;
    }

    private static Map<String, Object> opinion(String path, CertificateVerifier verifier, Date at) {
        var line = new LinkedHashMap<String, Object>();
        line.put("file", path);
        try {
            line.put("signatures", signatures(path, verifier, at));
        } catch (RuntimeException refused) {
            line.put("error", refused.getClass().getSimpleName() + ": " + refused.getMessage());
        }
        return line;
    }

    private static List<Object> signatures(String path, CertificateVerifier verifier, Date at) {
        var validator = SignedDocumentValidator.fromDocument(new FileDocument(path));
        validator.setCertificateVerifier(verifier);
        if (at != null) {
            validator.setValidationTime(at);
        }
        Reports reports = validator.validateDocument();
        var signatures = new ArrayList<Object>();
        for (String id : reports.getSimpleReport().getSignatureIdList()) {
            signatures.add(signature(id, reports.getSimpleReport(), reports.getDiagnosticData()));
        }
        return signatures;
    }

    private static Map<String, Object> signature(String id, SimpleReport report, DiagnosticData diagnostic) {
        SignatureWrapper signature = diagnostic.getSignatureById(id);
        var seen = new LinkedHashMap<String, Object>();
        seen.put("field", signature.getFirstFieldName());
        seen.put("indication", name(report.getIndication(id)));
        seen.put("sub_indication", name(report.getSubIndication(id)));
        seen.put("level", name(report.getSignatureFormat(id)));
        seen.put("signer", report.getSignedBy(id));
        seen.put("best_time", time(report.getBestSignatureTime(id)));
        seen.put("modified", signature.arePdfObjectModificationsDetected());
        seen.put("errors", texts(report.getAdESValidationErrors(id)));
        seen.put("warnings", texts(report.getAdESValidationWarnings(id)));
        var timestamps = new ArrayList<Object>();
        for (XmlTimestamp timestamp : report.getSignatureTimestamps(id)) {
            timestamps.add(timestamp(timestamp, report, diagnostic));
        }
        seen.put("timestamps", timestamps);
        return seen;
    }

    private static Map<String, Object> timestamp(
            XmlTimestamp timestamp, SimpleReport report, DiagnosticData diagnostic) {
        var seen = new LinkedHashMap<String, Object>();
        seen.put("kind", name(diagnostic.getTimestampById(timestamp.getId()).getType()));
        seen.put("indication", name(timestamp.getIndication()));
        seen.put("sub_indication", name(timestamp.getSubIndication()));
        seen.put("time", time(timestamp.getProductionTime()));
        seen.put("authority", timestamp.getProducedBy());
        seen.put("errors", texts(report.getAdESValidationErrors(timestamp.getId())));
        return seen;
    }

    private static List<Object> texts(List<Message> messages) {
        return new ArrayList<>(messages.stream().map(Message::getValue).toList());
    }

    /** As the standards write them: TOTAL-PASSED, PAdES-BASELINE-LTA, NO_POE. */
    private static String name(Object value) {
        if (value == null) {
            return null;
        }
        String name = value.toString();
        return name.startsWith("TOTAL_") ? name.replace('_', '-') : name;
    }

    private static String time(Date date) {
        return date == null ? null : date.toInstant().toString();
    }

    private static String json(Object value) {
        if (value == null || value instanceof Boolean) {
            return String.valueOf(value);
        }
        var parts = new ArrayList<String>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> parts.add(json(key) + ": " + json(inner)));
            return "{" + String.join(", ", parts) + "}";
        }
        if (value instanceof List<?> list) {
            list.forEach(inner -> parts.add(json(inner)));
            return "[" + String.join(", ", parts) + "]";
        }
        return quoted(value.toString());
    }

    private static String quoted(String text) {
        var written = new StringBuilder("\"");
        for (char letter : text.toCharArray()) {
            if (letter == '"' || letter == '\\') {
                written.append('\\').append(letter);
            } else if (letter < ' ') {
                written.append(String.format("\\u%04x", (int) letter));
            } else {
                written.append(letter);
            }
        }
        return written.append('"').toString();
    }
}
