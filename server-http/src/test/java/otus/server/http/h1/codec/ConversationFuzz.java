package otus.server.http.h1.codec;

import otus.server.http.h1.codec.Heads.Limits;

/// Fuzz target: a pipelined conversation is parsed equally for every split, stays within its
/// limits, and is accepted only if [Grammar] accepts it. Public for the fuzzer.
public final class ConversationFuzz {
  private static final Limits SMALL = new Limits(40, 150, 4, 40);

  private ConversationFuzz() {}

  /// Runs one input. Called by the fuzzer, and by `FuzzCorpusTest` for each seed.
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput input = FuzzInput.of(data);
    Meaning.of(input.flag() ? SMALL : Heads.LIMITS, input.octets(), input.ends());
  }
}
