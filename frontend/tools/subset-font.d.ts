// The package brings no types; these are the options that we use.
declare module 'subset-font' {
  interface Options {
    targetFormat: 'woff2';
    noHinting: boolean;
    keepFeatures?: string[] | undefined;
  }
  export default function subsetFont(font: Buffer, text: string, options: Options): Promise<Buffer>;
}
