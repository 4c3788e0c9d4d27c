import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.messages.Severity;
import com.adobe.epubcheck.util.FeatureEnum;
import com.adobe.epubcheck.util.ReportingLevel;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * EPUBCheck for many books in one JVM: a start of its own for each book costs about two seconds.
 *
 * In: paths of books, one a line, on standard input, until it ends. Out: first a line
 * {"epubcheck": "5.3.0"}, then one line of JSON for each path, at once. Run from its source:
 *
 *     java -cp epubcheck.jar tests/epubcheck/Check.java
 *
 * One book at a time: EPUBCheck keeps what it has reported in a static set without a lock
 * (MasterReport.allReportedMessageIds), so two in one JVM would meet there.
 */
public final class Check {
    public static void main(String[] arguments) throws Exception {
        // What EPUBCheck itself has to say goes to standard error: standard output is the answer.
        PrintStream answer = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        ObjectMapper json = new ObjectMapper();
        answer.println(json.writeValueAsString(Map.of("epubcheck", EpubCheck.version())));
        BufferedReader paths =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String path = paths.readLine(); path != null; path = paths.readLine()) {
            answer.println(json.writeValueAsString(check(path)));
        }
    }

    private static Map<String, Object> check(String path) {
        Findings findings = new Findings(path);
        try {
            EpubCheck epubcheck = new EpubCheck(new File(path), findings);
            epubcheck.setLocale(Locale.ENGLISH);
            epubcheck.check();
        } catch (Throwable problem) {
            findings.add("CRASH", Severity.FATAL, "", -1, -1, problem.toString());
        }
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("file", path);
        for (Severity severity :
            List.of(Severity.FATAL, Severity.ERROR, Severity.WARNING, Severity.USAGE)) {
            verdict.put(severity.name().toLowerCase(Locale.ROOT), findings.count(severity));
        }
        verdict.put("messages", findings.messages);
        return verdict;
    }

    /** Keeps every message; the order is EPUBCheck's. */
    private static final class Findings extends MasterReport {
        final List<Map<String, Object>> messages = new ArrayList<>();

        Findings(String path) {
            setEpubFileName(path);
            setReportingLevel(ReportingLevel.Usage);
        }

        void add(
            String id, Severity severity, String path, int line, int column, String message) {
            Map<String, Object> finding = new LinkedHashMap<>();
            finding.put("id", id);
            finding.put("severity", severity.name());
            finding.put("path", path);
            finding.put("line", line);
            finding.put("column", column);
            finding.put("message", message);
            messages.add(finding);
        }

        long count(Severity severity) {
            return messages.stream().filter(m -> m.get("severity").equals(severity.name())).count();
        }

        @Override
        public void message(Message message, EPUBLocation at, Object... arguments) {
            Severity severity = message.getSeverity();
            if (severity == Severity.SUPPRESSED || severity == Severity.INFO) {
                return;
            }
            String id = message.getID().toString();
            add(id, severity, at.getPath(), at.getLine(), at.getColumn(), message.getMessage(arguments));
        }

        @Override
        public void info(String resource, FeatureEnum feature, String value) {}

        @Override
        public void initialize() {}

        @Override
        public int generate() {
            return 0;
        }
    }
}
