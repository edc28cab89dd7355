package otus.server.app.desktop;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import otus.server.app.listen.ReachableAddresses;

/// The browser of the person who starts the server. Created by [Desktop]. The program that opens it
/// is started on a thread of its own: the server waits neither for its start nor for its end.
///
/// @param environment the variables of this process
/// @param system the name of the operating system
/// @param out receives one line if no browser can be opened; any thread
record Browser(Map<String, String> environment, String system, Consumer<String> out) {

  /// Opens a page.
  ///
  /// @param urls URLs of the server's root, of which the first that a browser knows is opened
  /// @return a stage that completes with the exit code of the program that opens the browser, or
  ///     with -1 if there is none
  CompletableFuture<Integer> open(List<String> urls) {
    String url = url(urls);
    if (url == null) {
      return failed("a browser reaches no address of this server");
    }
    List<String> command = command(url);
    if (command == null) {
      return failed("no browser is known, since neither BROWSER nor DISPLAY is set; open " + url);
    }
    String program = find(command.getFirst());
    if (program == null) {
      return failed("there is no program " + command.getFirst() + "; open " + url);
    }
    List<String> line = new ArrayList<>();
    // In a session of its own: Ctrl-C, which stops the server, would end the browser as well.
    String session = find("setsid");
    if (session != null) {
      line.add(session);
    }
    line.add(program);
    line.addAll(command.subList(1, command.size()));
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("otus-browser").start(() -> start(line, url, code));
    return code;
  }

  private static @Nullable String url(List<String> urls) {
    for (String url : urls) {
      if (url.startsWith("http")) {
        return ReachableAddresses.local(url);
      }
    }
    return null;
  }

  /// Returns the command for a page, or null if there is no screen to show it on: `xdg-open` would
  /// try browsers for the terminal then, which the server uses.
  private @Nullable List<String> command(String url) {
    String named = environment.getOrDefault("BROWSER", "").split(File.pathSeparator, 2)[0].strip();
    if (!named.isEmpty()) {
      List<String> words = new ArrayList<>(List.of(named.split(" +")));
      words.replaceAll(word -> word.replace("%s", url));
      if (!words.contains(url)) {
        words.add(url);
      }
      return words;
    }
    if (system.startsWith("Mac")) {
      return List.of("open", url);
    }
    boolean screen = isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
    return screen ? List.of("xdg-open", url) : null;
  }

  private boolean isSet(String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }

  /// Returns the path of a program, or null if there is none.
  private @Nullable String find(String program) {
    if (program.contains("/")) {
      return new File(program).canExecute() ? program : null;
    }
    for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      File file = new File(directory, program);
      if (file.isFile() && file.canExecute()) {
        return file.getPath();
      }
    }
    return null;
  }

  private void start(List<String> line, String url, CompletableFuture<Integer> code) {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    builder.environment().remove("LC_ALL"); // set by the launcher, and not meant for a browser
    try {
      builder
          .start()
          .onExit()
          .thenAccept(
              ended -> {
                if (ended.exitValue() != 0) {
                  print("the browser was not opened; open " + url);
                }
                code.complete(ended.exitValue());
              });
    } catch (IOException e) {
      print(e.getMessage() + "; open " + url);
      code.complete(-1);
    }
  }

  private CompletableFuture<Integer> failed(String reason) {
    print(reason);
    return CompletableFuture.completedFuture(-1);
  }

  private void print(String reason) {
    out.accept("--open: " + reason + "\n");
  }
}
