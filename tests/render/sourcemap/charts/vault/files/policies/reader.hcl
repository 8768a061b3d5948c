path "secret/*" {}
