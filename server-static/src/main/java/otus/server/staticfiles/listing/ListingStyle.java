package otus.server.staticfiles.listing;

/// The style of a listing. Constants only: the page fetches nothing, and its
/// Content-Security-Policy allows this one style by its hash.
final class ListingStyle {
  static final String CSS =
      """

      :root{color-scheme:light dark;--bg:#fff;--fg:#1c2126;--soft:#59636e;--line:#e2e6ea;\
      --over:#f2f6fb;--file:#b4bdc7;--link:#0b57a4;--directory:#5b8fc7}
      @media(prefers-color-scheme:dark){:root{--bg:#14171a;--fg:#e3e7eb;--soft:#9ba6b2;\
      --line:#2a3036;--over:#1c2228;--file:#4d5762;--link:#86bdf7;--directory:#6b9fd6}}
      *{box-sizing:border-box}
      body{margin:0 auto;max-width:62rem;padding:1.5rem 1rem 3rem;background:var(--bg);\
      color:var(--fg);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
      a{color:var(--link);text-decoration:none}
      a:hover{text-decoration:underline}
      a:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
      nav ol{display:flex;flex-wrap:wrap;margin:0;padding:0;list-style:none;font-size:.875rem}
      nav li:after{content:"/";content:"/"/"";margin:0 .5em;color:var(--soft)}
      h1,nav{padding:0 .5rem}
      h1{margin:.15rem 0 1rem;font-size:1.5rem;line-height:1.25}
      header div{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;justify-content:space-between;\
      margin:0 .5rem 1rem;color:var(--soft);font-size:.875rem}
      input,button{padding:.3rem .6rem;border:1px solid var(--line);border-radius:.3rem;\
      background:var(--over);color:var(--fg);font:inherit}
      input{width:13rem;max-width:100%;margin-right:.4rem;background:var(--bg);font-size:1rem}
      button{cursor:pointer}
      input:focus-visible,button:focus-visible{outline:2px solid var(--link);outline-offset:1px}
      bdi,[dir]{white-space:pre-wrap}
      i{font-style:normal}
      table{width:100%;table-layout:fixed;border-collapse:collapse}
      caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
      col+col{width:7rem}
      col+col+col{width:10.5rem}
      th,td{padding:.4rem .5rem;border-bottom:1px solid var(--line);text-align:left;\
      vertical-align:top;font-weight:400}
      thead th{position:sticky;top:0;background:var(--bg);font-size:.875rem;white-space:nowrap}
      thead a{color:var(--soft)}
      [aria-sort] a{color:var(--fg);font-weight:600}
      td,th+th{text-align:right}
      td{color:var(--soft);font-size:.875rem;line-height:1.5rem;white-space:nowrap;\
      font-variant-numeric:tabular-nums}
      td b{display:inline-block;width:2.5em;padding-left:.35em;text-align:left;font-weight:400}
      tbody tr:hover{background:var(--over)}
      tbody th{padding-left:2rem}
      tbody th:before{content:"";float:left;width:.95rem;height:.95rem;margin:.28rem 0 0 -1.5rem;\
      background:var(--file);clip-path:polygon(12% 0,62% 0,88% 26%,88% 100%,12% 100%)}
      tbody .d:before{background:var(--directory);\
      clip-path:polygon(0 10%,40% 10%,52% 24%,100% 24%,100% 92%,0 92%)}
      tbody .u:before{background:var(--soft);\
      clip-path:polygon(50% 8%,92% 50%,62% 50%,62% 92%,38% 92%,38% 50%,8% 50%)}
      p{margin:1rem .5rem;color:var(--soft);font-size:.875rem}
      @media(max-width:36rem){body{padding:1rem .5rem 2rem}h1,nav{padding:0 .25rem}header div{margin:0 .25rem 1rem}i{display:none}\
      col+col{width:6rem}col+col+col{width:6rem}th,td{padding:.5rem .25rem}\
      tbody th{padding-left:1.75rem}tbody th:before{margin-left:-1.4rem}}
      """;

  /// The hash of [#CSS] for `style-src`; a test computes it too.
  static final String HASH = "sha256-pIgvBLuZ+gj3ZONTaNWoLb4WkFhDpHy0pkq+zwkyCac=";

  private ListingStyle() {}
}
