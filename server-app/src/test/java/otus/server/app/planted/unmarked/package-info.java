/// For: every package is null-marked. This one is not.
package otus.server.app.planted.unmarked;
