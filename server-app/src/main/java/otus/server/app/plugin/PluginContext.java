package otus.server.app.plugin;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;

/// Runs a plugin's code with the plugin's class loader as the thread's context class loader, in
/// which many libraries look for services and resources, and restores the previous one. If the code
/// fails because the runtime image lacks a module of the JDK, or because a jar was overwritten, it
/// logs the solution. Runs on the threads of the plugin's code: event loops and virtual threads.
public final class PluginContext {
  private static final CompletionStage<Answer> SETTLED =
      CompletableFuture.completedStage(Answer.pass());

  private final ClassLoader loader;
  private final @Nullable PluginJars jars;

  /// The modules of the JDK that were logged as missing, so that each is logged once, while each
  /// request may fail.
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /// @param loader class loader of the plugin
  public PluginContext(ClassLoader loader) {
    this(loader, null);
  }

  private PluginContext(ClassLoader loader, @Nullable PluginJars jars) {
    this.loader = loader;
    this.jars = jars;
  }

  /// Returns the context for handlers and filters of a provider.
  public static PluginContext of(Object provider) {
    Class<?> type = provider.getClass();
    ClassLoader loader = type.getClassLoader();
    return loader == PluginContext.class.getClassLoader()
        ? new PluginContext(loader)
        : new PluginContext(loader, PluginJars.of(type.getModule()));
  }

  /// Calls `work` in this context.
  public <T> T call(Callable<T> work) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return work.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /// Wraps a handler, so that it runs in this context. Handlers of the server itself are returned
  /// unchanged.
  public Handler handler(Handler handler) {
    return isServer() ? handler : request -> handle(handler, request);
  }

  /// Wraps a filter, so that it runs in this context, but the next handler does not. Filters of the
  /// server itself are returned unchanged.
  public Filter filter(Filter filter) {
    if (isServer()) {
      return filter;
    }
    PluginContext server = of(this);
    return (request, next) -> {
      Handler outside = server.inside(next);
      return answer(() -> follow(named(filter.filter(request, outside), filter)));
    };
  }

  /// Calls a handler or filter, or a step of its answer.
  private <T> T answer(Callable<T> work) throws Exception {
    try {
      return call(work);
    } catch (Throwable e) {
      log(e);
      throw e;
    }
  }

  private boolean isServer() {
    return loader == PluginContext.class.getClassLoader();
  }

  private Handler inside(Handler handler) {
    return request -> handle(handler, request);
  }

  private Answer handle(Handler handler, Request request) throws Exception {
    return answer(() -> follow(named(handler.handle(request), handler)));
  }

  private static Answer named(@Nullable Answer answer, Object by) {
    if (answer == null) {
      throw new NullPointerException(by.getClass().getName() + " returned null");
    }
    return answer;
  }

  /// Wraps the remaining steps of an answer, so that they run in this context.
  private Answer follow(Answer answer) {
    return switch (answer) {
      case Answer.Blocking(var work, var then) ->
          new Answer.Blocking(() -> answer(() -> follow(work.call())), step(then));
      case Answer.Later(var stage, var then) ->
          new Answer.Later(
              stage.whenComplete((_, failure) -> log(failure)).thenApply(this::nested), step(then));
      case Response response -> response;
      case Answer.Pass pass -> pass;
    };
  }

  /// Wraps the result of a stage. A later answer is followed in a separate step, to limit the
  /// recursion: its stage may be complete, and so may the stage of its result, to any depth.
  private Answer nested(Answer answer) {
    return answer instanceof Answer.Later later
        ? new Answer.Later(SETTLED, _ -> answer(() -> follow(later)))
        : follow(answer);
  }

  private void log(@Nullable Throwable failure) {
    if (failure != null && !isServer()) {
      MissingClass.log(failure, logged);
      if (jars != null) {
        jars.log(failure);
      }
    }
  }

  private Answer.Step step(Answer.Step step) {
    return step == Answer.Step.STAY ? step : settled -> answer(() -> follow(step.apply(settled)));
  }
}
