khl_room(corpus SOURCES aliases.c corpus_cut.c marks.c columns.c corpus.c corpus_add.c corpus_read.c encoding.c encoding_named.c encoding_sample.c header_fold.c html_text.c read_csv.c
         csv_layout.c json_load.c read_json.c read_pack.c read_shortlist.c read_txt.c platform.c platform_consul.c platform_decidim.c platform_forms.c platform_kobo.c platform_pack.c platform_shortlist.c
         platform_view.c private.c private_mask.c private_number.c sha256.c table.c
         USES base PACKAGES PkgConfig::ICU PkgConfig::JANSSON PkgConfig::LIBMD khl_libcsv)
