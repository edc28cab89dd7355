package otus.server.app.planted.loop;

/// A class with a factory that planted classes call.
public final class LoopGroup {

  private LoopGroup() {}

  /// Creates it.
  public static LoopGroup open() {
    return new LoopGroup();
  }
}
