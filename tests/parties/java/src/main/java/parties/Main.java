package parties;

import java.nio.file.Path;

/** Plays every case of the table against the command: {@code Main TABLE COMMAND}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            System.err.println("usage: Main TABLE COMMAND");
            System.exit(2);
        }
        Path file = Path.of(args[0]).toAbsolutePath();
        Table table = Table.read(file);
        int failed = 0;
        for (Table.Case played : table.cases()) {
            long started = System.nanoTime();
            try (Provider provider = new Provider(args[1], file.getParent())) {
                Rehearsal.play(table, played, provider);
                System.out.printf("ok    %s (%d ms)%n", played.name(), (System.nanoTime() - started) / 1_000_000);
            } catch (CaseFailed failure) {
                failed += 1;
                System.out.printf("FAIL  %s: %s%n", played.name(), failure.getMessage());
            }
        }
        System.out.printf("%d passed, %d failed%n", table.cases().size() - failed, failed);
        System.exit(failed == 0 ? 0 : 1);
    }
}
