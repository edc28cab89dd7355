package otus.server.http.h1.codec;

import otus.server.http.config.RequestLimits;

/// Fuzz target: a pipelined conversation is parsed equally for every split, stays within its
/// limits, and is accepted only if [Grammar] accepts it. Public for the fuzzer.
public final class ConversationFuzz {
  private static final RequestLimits SMALL = new RequestLimits(40, 150, 4, 40);

  private ConversationFuzz() {}

  /// Runs one input. Called by the fuzzer, and by `FuzzCorpusTest` for each seed.
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput input = FuzzInput.of(data);
    CodecOracle.of(input.flag() ? SMALL : HeadAssertions.LIMITS, input.octets(), input.ends());
  }
}
