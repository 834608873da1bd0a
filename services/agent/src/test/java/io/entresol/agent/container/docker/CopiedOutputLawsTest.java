package io.entresol.agent.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens to the copy, the file ends up as the output, no line lost and none twice. */
class CopiedOutputLawsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** A line with its time; several may have the same. */
  record Line(Instant time, String text) {}

  /** Lines, each some nanoseconds after the one before. */
  @Provide
  Arbitrary<List<Line>> output() {
    Arbitrary<Integer> gaps = Arbitraries.integers().between(0, 2);
    Arbitrary<String> texts = Arbitraries.strings().alpha().ofMaxLength(5);
    return Combinators.combine(gaps.list().ofSize(30), texts.list().ofMaxSize(30))
        .as(CopiedOutputLawsTest::lines);
  }

  private static List<Line> lines(List<Integer> gaps, List<String> texts) {
    List<Line> lines = new ArrayList<>();
    Instant time = START;
    for (int i = 0; i < texts.size(); i++) {
      time = time.plusNanos(gaps.get(i));
      lines.add(new Line(time, texts.get(i) + "\n"));
    }
    return lines;
  }

  private static void copy(List<Line> lines, CopiedOutput copied, Buffer file) {
    copied.rewind();
    Optional<Instant> since = CopiedOutput.since(copied.mark(), copied.mark());
    for (Line line : lines) {
      if (since.isEmpty() || !line.time().isBefore(since.get())) {
        file.appendBuffer(copied.accept(line.time().toString(), Buffer.buffer(line.text())));
      }
    }
  }

  private static String whole(List<Line> lines) {
    return String.join("", lines.stream().map(Line::text).toList());
  }

  @Property
  void aCopyThatIsTakenUpAgainLosesNothing(
      @ForAll("output") List<Line> lines,
      @ForAll @IntRange(max = 30) int first,
      @ForAll @IntRange(max = 30) int second) {
    Buffer file = Buffer.buffer("before\n");
    CopiedOutput copied = new CopiedOutput(CopiedOutput.Mark.from(file.length()), file.length());

    copy(lines.subList(0, Math.min(first, lines.size())), copied, file);
    copy(lines.subList(0, Math.min(Math.max(first, second), lines.size())), copied, file);
    copy(lines, copied, file);

    assertThat(file.toString()).isEqualTo("before\n" + whole(lines));
  }

  @Property
  void anOldMarkIsEnoughAfterACrash(
      @ForAll("output") List<Line> lines,
      @ForAll @IntRange(max = 30) int marked,
      @ForAll @IntRange(max = 30) int further,
      @ForAll @IntRange(max = 4) int bytesLost) {
    Buffer file = Buffer.buffer();
    CopiedOutput before = new CopiedOutput(CopiedOutput.Mark.from(0), 0);
    copy(lines.subList(0, Math.min(marked, lines.size())), before, file);
    CopiedOutput.Mark mark = CopiedOutput.Mark.fromJson(before.mark().toJson());
    int certain = file.length();
    copy(lines.subList(0, Math.min(Math.max(marked, further), lines.size())), before, file);
    Buffer left = file.getBuffer(0, Math.max(certain, file.length() - bytesLost));

    CopiedOutput after = new CopiedOutput(mark, left.length());
    copy(lines, after, left);

    assertThat(left.toString()).isEqualTo(whole(lines));
  }

  @Property
  void aSilentStreamMissesNoLineThatIsALittleOlder(@ForAll @IntRange(max = 9_000) int olderMs) {
    CopiedOutput.Mark silent = CopiedOutput.Mark.from(0);
    CopiedOutput.Mark loud = new CopiedOutput.Mark(Optional.of(START), 10);

    assertThat(CopiedOutput.since(silent, loud))
        .hasValueSatisfying(since -> assertThat(since).isBefore(START.minusMillis(olderMs)));
    assertThat(CopiedOutput.since(silent, silent)).isEmpty();
  }
}
